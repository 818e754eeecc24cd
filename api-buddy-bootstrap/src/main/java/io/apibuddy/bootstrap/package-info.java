/** Wiring, configuration files, command line and the embedding API. */
@NullMarked
package io.apibuddy.bootstrap;

import org.jspecify.annotations.NullMarked;
