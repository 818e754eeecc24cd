/** What a request is made of before anything is asked: who may, where to, by which key. */
@NullMarked
package io.apibuddy.domain.intake;

import org.jspecify.annotations.NullMarked;
