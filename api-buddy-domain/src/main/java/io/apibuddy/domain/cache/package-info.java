/** One question of RFC 9111 in each class: values in, a value out. */
@NullMarked
package io.apibuddy.domain.cache;

import org.jspecify.annotations.NullMarked;
