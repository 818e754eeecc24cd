package io.apibuddy.domain.exchange;

import io.apibuddy.domain.config.AccessConfiguration;
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
import io.apibuddy.ports.admin.AdminAnswer;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminRequest;
import io.apibuddy.ports.admin.AdminResource;
import io.apibuddy.ports.admin.AdminResources;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.time.Ticker;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests to the proxy itself that were let in, no faster than one address may ask. Safe
 * for concurrent use.
 */
final class Administration {

  private final AdminResources resources;
  private final Sessions sessions;
  private final Responses responses;
  private final SecurityNotices notices;
  private final AdminRateLimit rate;
  private final Ticker ticker;

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
    AdminResource resource = resource(path, configuration);
    Problem problem = tooFast(resource, request, path, configuration);
    if (resource != null && problem == null) {
      problem = objection(resource, method);
    }
    if (resource != null && problem == null) {
      try {
        return responses.own(stamp, method, path, answer(resource, request, target, admission));
      } catch (AdminException e) {
        problem = Problem.of(e.status(), e.errorCode(), e.title(), e.detail());
      } catch (StoreException e) {
        problem = Problems.storeFailed(e);
      } catch (IOException e) {
        problem = Problems.badRequest("The request's content ended before it was complete.");
      }
    }
    Problem shown = problem == null ? Problems.unknownAdminResource() : problem;
    notices.refused(shown, request.clientAddress(), configuration);
    return responses.problem(stamp, null, method, path, shown);
  }

  private @Nullable Problem tooFast(
      @Nullable AdminResource resource,
      ProxyRequest request,
      String path,
      ActiveConfiguration configuration) {
    long now = ticker.nanos();
    AccessConfiguration access = configuration.values().access();
    if (path.equals(AdminPath.HEALTH)
        || AdminPath.isPage(path)
        || endsOwnSession(request.head(), path, access.adminKey(), now)) {
      return null;
    }
    int perMinute = access.admin().ratePerMinute();
    String method = request.head().method();
    boolean reads =
        resource == null ? AdminResource.READING.contains(method) : resource.onlyReads(method);
    long wait =
        reads
            ? rate.read(request.clientAddress(), perMinute, now)
            : rate.change(request.clientAddress(), perMinute, now);
    return wait > 0 ? AccessProblems.adminRateExceeded(wait) : null;
  }

  /** Each session was counted when it began, and whoever leaves must not have to wait. */
  private boolean endsOwnSession(RequestHead head, String path, @Nullable AccessKey key, long now) {
    return head.method().equals("DELETE")
        && path.equals(AdminPath.SESSION)
        && sessions.admits(head.headers(), key, now);
  }

  private @Nullable AdminResource resource(String path, ActiveConfiguration configuration) {
    if (path.equals(AdminPath.SESSION)) {
      AccessKey key = configuration.values().access().adminKey();
      return new SessionResource(sessions, key, ticker.nanos());
    }
    return resources.at(path);
  }

  private static @Nullable Problem objection(AdminResource resource, String method) {
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

  private static AdminAnswer answer(
      AdminResource resource, ProxyRequest request, RequestTarget target, BooleanSupplier admission)
      throws AdminException, IOException, InterruptedException {
    RequestHead head = request.head();
    if (head.method().equals("OPTIONS")) {
      return AdminAnswer.empty().with("Allow", allow(resource));
    }
    return resource.answer(
        new AdminRequest(
            head.method().equals("HEAD") ? "GET" : head.method(),
            target.path(),
            target.query() == null ? "" : target.query(),
            head.headers(),
            AdminContent.of(request),
            admission));
  }
}
