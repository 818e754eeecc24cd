/** The rules of HTTP caching (RFC 9111), one question in each class: values in, a value out. */
@NullMarked
package io.apibuddy.domain.cache;

import org.jspecify.annotations.NullMarked;
