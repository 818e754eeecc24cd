/** Who may use the proxy: by which name, with which key, from which page, how often. */
@NullMarked
package io.apibuddy.domain.security;

import org.jspecify.annotations.NullMarked;
