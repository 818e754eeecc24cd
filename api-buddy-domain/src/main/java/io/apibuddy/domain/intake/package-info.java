/** The first steps of an exchange: who may make it, where it goes, which key it has. */
@NullMarked
package io.apibuddy.domain.intake;

import org.jspecify.annotations.NullMarked;
