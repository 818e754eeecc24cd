/**
 * HTTP messages (RFC 9110) and the driving port: the requests that a front end passes to the core,
 * and the responses that it gets back.
 */
@NullMarked
package io.apibuddy.ports.http;

import org.jspecify.annotations.NullMarked;
