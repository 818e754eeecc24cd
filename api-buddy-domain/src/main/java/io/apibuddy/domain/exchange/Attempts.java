package io.apibuddy.domain.exchange;

import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.domain.throttle.Attempt;
import io.apibuddy.domain.throttle.RequestedModel;
import io.apibuddy.ports.http.RequestHead;
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
        rules(exchange),
        exchange.configuration().line(route),
        exchange.head().method(),
        exchange.target().rest().path(),
        () -> exchange.keys().credential(exchange.target(), exchange.head().headers()),
        () -> model(exchange, body));
  }

  /**
   * Returns the mapping's rules. None apply to a browser's preflight: services do not count it, and
   * if it fails, a web page is not told why.
   */
  private static ThrottleConfiguration rules(Exchange exchange) {
    ThrottleConfiguration rules = exchange.target().route().configuration().throttle();
    RequestHead head = exchange.head();
    boolean preflight =
        head.method().equals("OPTIONS") && head.headers().contains("Access-Control-Request-Method");
    return preflight ? rules.unlimited() : rules;
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
