/** Certificates and keys in PEM and DER. */
@NullMarked
package dev.countersign.core.jose.certificate;

import org.jspecify.annotations.NullMarked;
