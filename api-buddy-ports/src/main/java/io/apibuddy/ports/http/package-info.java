/**
 * HTTP messages (RFC 9110) and the driving port: what a front end hands to the core and gets back.
 */
@NullMarked
package io.apibuddy.ports.http;

import org.jspecify.annotations.NullMarked;
