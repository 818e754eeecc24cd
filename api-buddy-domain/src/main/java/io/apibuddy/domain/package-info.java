/**
 * The entry point for embedders: {@link io.apibuddy.domain.ProxyCore} handles HTTP exchanges with
 * the ports that it is built with.
 */
@NullMarked
package io.apibuddy.domain;

import org.jspecify.annotations.NullMarked;
