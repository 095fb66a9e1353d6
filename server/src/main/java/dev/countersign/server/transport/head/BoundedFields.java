package dev.countersign.server.transport.head;

import dev.countersign.server.transport.limit.TransportLimits;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.TooLongHttpHeaderException;

/**
 * The fields of a header or trailer section of HTTP/1.1 while it is read. A field takes many times the memory of its
 * octets, so their number is bounded before the section is complete.
 *
 * <p>Work-around until the issue "The number of header fields is not limited" of {@code docs/upstream.md} is solved.
 */
final class BoundedFields extends DefaultHttpHeaders {
    /** Factory of empty sections. */
    static final HttpHeadersFactory FACTORY = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return new BoundedFields();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return new BoundedFields();
        }
    };

    private int count;

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        count++;
        if (count > TransportLimits.HEADER_FIELDS) {
            throw new TooLongHttpHeaderException("more than " + TransportLimits.HEADER_FIELDS + " fields");
        }
        return super.add(name, value);
    }
}
