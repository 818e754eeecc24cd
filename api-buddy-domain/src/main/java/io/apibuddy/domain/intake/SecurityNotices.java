package io.apibuddy.domain.intake;

import io.apibuddy.domain.problem.AccessProblems;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import java.net.InetAddress;
import java.util.Map;

/**
 * Notifies the owner of refused requests and the reason, by client address and never by what was
 * shown. Safe for concurrent use.
 */
public final class SecurityNotices {

  /** Descriptions of the events, by the error code that the client gets. */
  private static final Map<String, String> EVENTS =
      Map.of(
          AccessProblems.ACCESS_DENIED, "a request without the right key",
          AccessProblems.LOCKED_OUT, "a request after too many wrong keys",
          AccessProblems.ORIGIN_NOT_ALLOWED,
              "a request from a web page that is not allowed, or fetched ahead by a browser",
          Problems.HOST_NOT_ALLOWED, "a request for a host name that is not allowed",
          AccessProblems.ADMIN_RATE_EXCEEDED, "more admin requests than one address may make");

  private final Notices notices;

  public SecurityNotices(Notices notices) {
    this.notices = notices;
  }

  /** Reports a refusal if it concerns security and such reports are enabled. */
  public void refused(Problem problem, InetAddress client, ActiveConfiguration configuration) {
    String event = EVENTS.get(problem.errorCode());
    if (event != null && configuration.values().access().reportEvents()) {
      notices.report(
          new Notice(
              Notice.Level.WARNING,
              Notice.Source.SECURITY,
              problem.errorCode().replace('_', '-'),
              "refused " + event + ", from " + client.getHostAddress()));
    }
  }
}
