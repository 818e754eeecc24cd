package io.apibuddy.domain.exchange;

import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.domain.throttle.Attempt;
import io.apibuddy.domain.throttle.RequestedModel;
import java.io.IOException;

/** Creates the {@link Attempt}s by which the throttle counts upstream calls. */
final class Attempts {
  private Attempts() {}

  /** Returns the attempt of an exchange; reads {@code body} only if the model is asked for. */
  static Attempt of(Exchange exchange, BufferedBody body) {
    Route route = exchange.target().route();
    return new Attempt(
        route.alias(),
        route.origin().toString(),
        route.configuration().throttle(),
        exchange.configuration().line(route),
        exchange.head().method(),
        exchange.target().rest().path(),
        () -> exchange.keys().credential(exchange.target(), exchange.head().headers()),
        () -> model(exchange, body));
  }

  private static String model(Exchange exchange, BufferedBody body) {
    String model = RequestedModel.inPath(exchange.target().rest().path());
    if (!model.isEmpty() || body.length() == 0) {
      return model;
    }
    try {
      return RequestedModel.inJson(body.beginning());
    } catch (IOException e) {
      return ""; // sending the body meets the same failure and reports it
    }
  }
}
