/** Which fields of a message go on, and what is added to them. */
@NullMarked
package io.apibuddy.domain.fields;

import org.jspecify.annotations.NullMarked;
