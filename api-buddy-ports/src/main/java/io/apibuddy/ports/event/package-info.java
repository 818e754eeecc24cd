/** The events that observers receive, one record for each kind. */
@NullMarked
package io.apibuddy.ports.event;

import org.jspecify.annotations.NullMarked;
