/**
 * The contract kit: tests that every storage engine must pass, and the fakes that tests are written
 * with. An engine's test implements {@link io.apibuddy.ports.contract.StorageContract} and supplies
 * one factory. It also implements {@link io.apibuddy.ports.contract.DurabilityContract} if the
 * engine is persistent, {@link io.apibuddy.ports.contract.FloodContract} if it has bounds, and
 * {@link io.apibuddy.ports.contract.AbsenceContract} if it knows what it lacks.
 */
@NullMarked
package io.apibuddy.ports.contract;

import org.jspecify.annotations.NullMarked;
