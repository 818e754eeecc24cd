/** The demo: a sample API, and calls to it through a proxy. */
@NullMarked
package io.apibuddy.bootstrap.demo;

import org.jspecify.annotations.NullMarked;
