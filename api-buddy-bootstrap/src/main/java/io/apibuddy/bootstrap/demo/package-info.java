/** A sample API, and a tour of calls through a proxy in front of it. */
@NullMarked
package io.apibuddy.bootstrap.demo;

import org.jspecify.annotations.NullMarked;
