/** A client of the REST API and the token endpoint: addresses, logins, calls and their answers. It knows no server part. */
@NullMarked
package dev.countersign.cli.remote;

import org.jspecify.annotations.NullMarked;
