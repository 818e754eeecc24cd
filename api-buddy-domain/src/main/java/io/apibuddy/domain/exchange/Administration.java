package io.apibuddy.domain.exchange;

import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.security.AdminPath;
import io.apibuddy.domain.security.AdminRateLimit;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.time.Ticker;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests to the proxy itself that were let in, no faster than one address may ask. Safe
 * for concurrent use.
 */
final class Administration {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final Responses responses;
  private final SecurityNotices notices;
  private final AdminRateLimit rate;
  private final Ticker ticker;

  Administration(Responses responses, SecurityNotices notices, AdminRateLimit rate, Ticker ticker) {
    this.responses = responses;
    this.notices = notices;
    this.rate = rate;
    this.ticker = ticker;
  }

  ProxyResponse answer(
      ProxyRequest request,
      RequestTarget target,
      ActiveConfiguration configuration,
      Exchange.Stamp stamp) {
    String method = request.head().method();
    Problem problem = problem(request, target, configuration);
    if (problem == null) {
      return responses.own(
          stamp, method, AdminPath.HEALTH, "application/json", "{\"status\":\"ok\"}\n");
    }
    notices.refused(problem, request.clientAddress(), configuration);
    return responses.problem(stamp, null, method, target.path(), problem);
  }

  private @Nullable Problem problem(
      ProxyRequest request, RequestTarget target, ActiveConfiguration configuration) {
    String method = request.head().method();
    if (target.path().equals(AdminPath.HEALTH)) {
      boolean allowed = method.equals("GET") || method.equals("HEAD");
      return allowed ? null : Problems.methodNotAllowed("GET, HEAD");
    }
    long wait = untilMayAsk(request, configuration.values().access().admin().ratePerMinute());
    return wait > 0 ? AccessProblems.adminRateExceeded(wait) : Problems.unknownAdminResource();
  }

  private long untilMayAsk(ProxyRequest request, int perMinute) {
    long now = ticker.nanos();
    return READING.contains(request.head().method())
        ? rate.read(request.clientAddress(), perMinute, now)
        : rate.change(request.clientAddress(), perMinute, now);
  }
}
