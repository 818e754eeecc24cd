/** The configuration of the core: immutable, validated values, every default filled in. */
@NullMarked
package io.apibuddy.domain.config;

import org.jspecify.annotations.NullMarked;
