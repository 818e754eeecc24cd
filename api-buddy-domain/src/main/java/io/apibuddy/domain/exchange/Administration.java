package io.apibuddy.domain.exchange;

import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.domain.intake.ActiveConfiguration;
import io.apibuddy.domain.intake.SecurityNotices;
import io.apibuddy.domain.problem.AccessProblems;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.security.AdminPath;
import io.apibuddy.domain.security.AdminRateLimit;
import io.apibuddy.domain.security.Sessions;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminRequest;
import io.apibuddy.ports.admin.AdminResource;
import io.apibuddy.ports.admin.AdminResources;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers admitted requests to the proxy itself, within a rate limit for each client address. Safe
 * for concurrent use.
 */
final class Administration {
  private static final int SERVER_ERROR = 500;

  private final AdminResources resources;
  private final Sessions sessions;
  private final Responses responses;
  private final SecurityNotices notices;
  private final AdminRateLimit rate;
  private final Ticker ticker;

  /**
   * How a request counts against the rate limit. A read that fails with a status below 500 counts
   * as a change too.
   */
  private enum Use {
    FREE,
    READ,
    CHANGE
  }

  Administration(
      AdminResources resources,
      Sessions sessions,
      Responses responses,
      SecurityNotices notices,
      AdminRateLimit rate,
      Ticker ticker) {
    this.resources = resources;
    this.sessions = sessions;
    this.responses = responses;
    this.notices = notices;
    this.rate = rate;
    this.ticker = ticker;
  }

  /**
   * Answers a request.
   *
   * @param admission as {@link AdminRequest#admission}
   */
  ProxyResponse answer(
      ProxyRequest request,
      RequestTarget target,
      ActiveConfiguration configuration,
      Exchange.Stamp stamp,
      BooleanSupplier admission)
      throws InterruptedException {
    String method = request.head().method();
    String path = target.path();
    AdminResource resource = resource(path, request.authority(), configuration);
    Use use = use(resource, request.head(), path, configuration);
    ReportedRequest reported = new ReportedRequest.Unmapped(stamp, method, path);
    Problem rateExceeded = rateExceeded(use, request, configuration);
    if (rateExceeded != null) {
      return refused(rateExceeded, request, configuration, reported);
    }
    Problem problem =
        resource == null ? Problems.unknownAdminResource() : violation(resource, method);
    if (resource != null && problem == null) {
      try {
        return responses.admin(reported, answer(resource, request, target, admission));
      } catch (AdminException e) {
        problem = Problems.refusedByAdmin(e);
      } catch (StoreException e) {
        problem = Problems.storeFailed(e);
      } catch (IOException e) {
        problem = Problems.unreadable(e);
      }
    }
    Problem failure = Objects.requireNonNull(problem);
    if (use == Use.READ && failure.status() < SERVER_ERROR) {
      Problem limited = rateExceeded(Use.CHANGE, request, configuration);
      failure = limited == null ? failure : limited;
    }
    return refused(failure, request, configuration, reported);
  }

  private ProxyResponse refused(
      Problem problem,
      ProxyRequest request,
      ActiveConfiguration configuration,
      ReportedRequest reported) {
    notices.refused(problem, request.clientAddress(), configuration);
    return responses.problem(reported, problem);
  }

  private Use use(
      @Nullable AdminResource resource,
      RequestHead head,
      String path,
      ActiveConfiguration configuration) {
    AccessKey key = configuration.values().access().adminKey();
    if (path.equals(AdminPath.HEALTH)
        || AdminPath.isPage(path)
        || endsOwnSession(head, path, key, ticker.nanos())) {
      return Use.FREE;
    }
    boolean reads =
        resource == null
            ? AdminResource.SAFE_METHODS.contains(head.method())
            : resource.isSafe(head.method());
    return reads ? Use.READ : Use.CHANGE;
  }

  private @Nullable Problem rateExceeded(
      Use use, ProxyRequest request, ActiveConfiguration configuration) {
    int perMinute = configuration.values().access().admin().ratePerMinute();
    InetAddress client = request.clientAddress();
    long wait =
        switch (use) {
          case FREE -> 0;
          case READ -> rate.read(client, perMinute, ticker.nanos());
          case CHANGE -> rate.change(client, perMinute, ticker.nanos());
        };
    return wait > 0 ? AccessProblems.adminRateExceeded(wait) : null;
  }

  /** Ending one's session is free: it was counted when it began, and leaving must not wait. */
  private boolean endsOwnSession(RequestHead head, String path, @Nullable AccessKey key, long now) {
    return head.method().equals("DELETE")
        && path.equals(AdminPath.SESSION)
        && sessions.admits(head.headers(), key, now);
  }

  private @Nullable AdminResource resource(
      String path, String authority, ActiveConfiguration configuration) {
    if (path.equals(AdminPath.SESSION)) {
      AccessKey key = configuration.values().access().adminKey();
      return new SessionResource(sessions, key, authority, ticker.nanos());
    }
    return resources.at(path);
  }

  private static @Nullable Problem violation(AdminResource resource, String method) {
    boolean known =
        method.equals("OPTIONS")
            || resource.methods().contains(method.equals("HEAD") ? "GET" : method);
    return known ? null : Problems.methodNotAllowed(allow(resource));
  }

  private static String allow(AdminResource resource) {
    Set<String> methods = new TreeSet<>(resource.methods());
    methods.add("OPTIONS");
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return String.join(", ", methods);
  }

  private static AdminResponse answer(
      AdminResource resource, ProxyRequest request, RequestTarget target, BooleanSupplier admission)
      throws AdminException, IOException, InterruptedException {
    RequestHead head = request.head();
    if (head.method().equals("OPTIONS")) {
      return AdminResponse.empty().with("Allow", allow(resource));
    }
    return resource.answer(
        new AdminRequest(
            head.method().equals("HEAD") ? "GET" : head.method(),
            target.query() == null ? "" : target.query(),
            head.headers(),
            AdminContent.of(request),
            admission));
  }
}
