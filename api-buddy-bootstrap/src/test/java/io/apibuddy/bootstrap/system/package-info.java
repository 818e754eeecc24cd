/** The whole product: real Jetty, real files, real sockets, real processes. */
@NullMarked
package io.apibuddy.bootstrap.system;

import org.jspecify.annotations.NullMarked;
