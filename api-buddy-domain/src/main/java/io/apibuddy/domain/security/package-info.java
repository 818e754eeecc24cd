/** Access control: by which host name, key and web page, and how often, the proxy may be used. */
@NullMarked
package io.apibuddy.domain.security;

import org.jspecify.annotations.NullMarked;
