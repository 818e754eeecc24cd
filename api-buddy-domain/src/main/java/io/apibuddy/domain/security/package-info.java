/** Who may address the proxy. */
@NullMarked
package io.apibuddy.domain.security;

import org.jspecify.annotations.NullMarked;
