/** The server and the upstream client on Jetty. */
@NullMarked
package io.apibuddy.http.jetty;

import org.jspecify.annotations.NullMarked;
