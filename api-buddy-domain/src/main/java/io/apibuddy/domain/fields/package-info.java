/** The fields of a message that are forwarded or stored, and those that the proxy adds. */
@NullMarked
package io.apibuddy.domain.fields;

import org.jspecify.annotations.NullMarked;
