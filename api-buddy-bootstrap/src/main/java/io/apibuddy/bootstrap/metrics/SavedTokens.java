package io.apibuddy.bootstrap.metrics;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of one model that need not be paid again.
 *
 * @param model its name as the upstream gave it
 * @param input tokens read, without those of {@code cachedInput}
 * @param cachedInput tokens read that the provider had at hand
 * @param output tokens written
 * @param money what they cost by the present prices; null if the model has none
 * @param currency what {@code money} is in, null if there is none
 */
public record SavedTokens(
    String model,
    long input,
    long cachedInput,
    long output,
    @Nullable BigDecimal money,
    @Nullable String currency) {

  /** Refuses null. */
  public SavedTokens {
    Objects.requireNonNull(model, "model");
  }

  /** Returns these and others of the same model. */
  SavedTokens plus(SavedTokens other) {
    return new SavedTokens(
        model,
        input + other.input,
        cachedInput + other.cachedInput,
        output + other.output,
        money == null || other.money == null ? null : money.add(other.money),
        currency);
  }
}
