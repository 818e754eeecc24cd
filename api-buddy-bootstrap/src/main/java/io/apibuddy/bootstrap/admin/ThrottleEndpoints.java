package io.apibuddy.bootstrap.admin;

import io.apibuddy.domain.ProxyCore;
import io.apibuddy.domain.explain.ThrottleStatus;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /admin/throttle}: shows and resets the state of the limits. */
public final class ThrottleEndpoints {
  private final ProxyCore core;
  private final ConfigurationControl control;
  private final InstantSource clock;

  /** Creates the endpoints. */
  public ThrottleEndpoints(ProxyCore core, ConfigurationControl control, InstantSource clock) {
    this.core = core;
    this.control = control;
    this.clock = clock;
  }

  /** Adds the endpoints. */
  public void addTo(Routes.Builder routes) {
    routes.add("GET", "/admin/throttle", this::statuses);
    routes.add("DELETE", "/admin/throttle/{alias}", this::reset);
  }

  private record Limit(long requests, double perSeconds, long used, long remaining) {}

  private record AliasStatus(
      List<Limit> limits, double penaltySeconds, @Nullable String pausedUntil, int waiting) {}

  private record Statuses(Map<String, AliasStatus> aliases) {}

  private record Reset(boolean reset) {}

  private AdminResponse statuses(Call call) {
    Map<String, AliasStatus> aliases = new TreeMap<>();
    core.throttle().forEach((alias, status) -> aliases.put(alias, aliasStatus(status)));
    return Json.answer(new Statuses(aliases));
  }

  private AliasStatus aliasStatus(ThrottleStatus status) {
    List<Limit> limits = new ArrayList<>();
    for (int i = 0; i < status.limits().size(); i++) {
      RateLimit limit = status.limits().get(i);
      long used = status.used().get(i);
      limits.add(
          new Limit(
              limit.requests(),
              seconds(limit.window()),
              used,
              Math.max(0, limit.requests() - used)));
    }
    Duration pause = status.pause();
    return new AliasStatus(
        limits,
        seconds(status.penalty()),
        pause.isZero() ? null : clock.instant().plus(pause).toString(),
        status.waiting());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private AdminResponse reset(Call call) throws AdminException {
    core.resetThrottle(Aliases.requireKnown(call.variable("alias"), control));
    return Json.answer(new Reset(true));
  }
}
