// The certificate that a client has shown to nginx, as the value of Client-Cert (RFC 9440 §2.2): its DER in base64 between
// colons, which is its PEM without the first and the last line and the line ends. Without a certificate the value is
// empty, and nginx sends no header.
function field(r) {
    var pem = r.variables.ssl_client_raw_cert || '';
    var base64 = pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '');
    return base64 ? ':' + base64 + ':' : '';
}

export default {field};
