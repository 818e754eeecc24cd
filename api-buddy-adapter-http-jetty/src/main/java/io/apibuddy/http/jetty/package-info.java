/** The HTTP server and the upstream HTTP client, both built on Jetty. */
@NullMarked
package io.apibuddy.http.jetty;

import org.jspecify.annotations.NullMarked;
