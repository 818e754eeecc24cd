/** What the policies are told: checked values, complete with every default. */
@NullMarked
package io.apibuddy.domain.config;

import org.jspecify.annotations.NullMarked;
