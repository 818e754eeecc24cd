/** How a request was answered, as {@code Cache-Status} (RFC 9211) and {@code X-Cache} report it. */
@NullMarked
package io.apibuddy.domain.cachestatus;

import org.jspecify.annotations.NullMarked;
