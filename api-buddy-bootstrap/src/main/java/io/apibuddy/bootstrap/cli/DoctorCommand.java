package io.apibuddy.bootstrap.cli;

import io.apibuddy.domain.config.AliasConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Looks at what a proxy depends on: its store, its upstreams, the clock. */
@Command(
    name = "doctor",
    description =
        "Check the store, the clock, and whether each API is reachable and trusted. Exit code 1"
            + " if a check fails.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Beyond this, lifetimes and limits go wrong in a way that is noticed. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(2);

  private final Terminal terminal;
  private final ClassLoader providers;
  private final InstantSource clock = InstantSource.system();
  private final List<Finding> findings = new ArrayList<>();
  private final UpstreamComplaints complaints = new UpstreamComplaints();

  @Mixin private final OutputOption output = new OutputOption();
  @Mixin private final StoreOptions options = new StoreOptions();

  /** What was found of the store, an alias or the clock. */
  record Finding(String subject, boolean ok, String finding) {
    @Override
    public String toString() {
      return (ok ? "ok    " : "FAIL  ") + subject + ": " + finding + "\n";
    }
  }

  /** All findings; healthy if all are well. */
  record Health(boolean healthy, List<Finding> findings) {}

  DoctorCommand(Terminal terminal, ClassLoader providers) {
    this.terminal = terminal;
    this.providers = providers;
  }

  @Override
  public Integer call() throws InterruptedException {
    StoreAccess access = new StoreAccess(terminal, providers);
    StoreCheck.Finding store = new StoreCheck(access).look(options);
    tell(store.healthy(), "store", store.text());
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (DirectProxy proxy = new DirectProxy(access, options, List.of(complaints))) {
      UnusedProxy.hint(terminal.environment(), proxy.configuration())
          .ifPresent(hint -> tell(true, "forward proxy", hint));
      for (AliasConfiguration mapping : proxy.configuration().proxy().aliases().values()) {
        look(mapping, URI.create(proxy.baseUrl(mapping.alias()) + "/"), client);
      }
    }
    boolean healthy = findings.stream().allMatch(Finding::ok);
    if (output.json()) {
      output.print(terminal, new Health(healthy, findings), "");
    }
    return healthy ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void look(AliasConfiguration mapping, URI url, HttpClient client)
      throws InterruptedException {
    String alias = mapping.alias();
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .method("HEAD", BodyPublishers.noBody())
            .header("X-API-Buddy-Cache", "bypass")
            .timeout(PATIENCE)
            .build();
    try {
      HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
      String failure = answer.headers().firstValue("X-API-Buddy-Error").orElse("");
      if (failure.isEmpty()) {
        tellReachable(mapping, answer);
        lookAtClock(alias, answer.headers().firstValue("Date").orElse(""));
      } else {
        String cause = failure.startsWith("upstream_") ? complaints.of(alias) : "";
        tell(
            false,
            alias,
            failure + (cause.isEmpty() ? "; see docs/troubleshooting.md" : ": " + cause));
      }
    } catch (IOException e) {
      tell(false, alias, "no answer: " + e.getMessage());
    }
  }

  private void tellReachable(AliasConfiguration mapping, HttpResponse<Void> answer) {
    boolean redirects = answer.statusCode() / 100 == 3;
    String location = redirects ? answer.headers().firstValue("Location").orElse("") : "";
    String secure = TlsRedirect.origin(mapping.upstream(), location);
    if (secure.isEmpty()) {
      tell(true, mapping.alias(), "reachable, answers " + answer.statusCode());
    } else {
      tell(
          false,
          mapping.alias(),
          "redirects to " + secure + ", so clients leave the proxy; map that URL");
    }
  }

  private void lookAtClock(String alias, String date) {
    try {
      Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      Duration skew = Duration.between(theirs, clock.instant());
      if (skew.abs().compareTo(MOST_SKEW) > 0) {
        tell(false, "clock", "differs from " + alias + "'s by " + skew.toSeconds() + " s");
      }
    } catch (DateTimeException e) {
      // Without a date there is nothing to compare.
    }
  }

  private void tell(boolean good, String what, String finding) {
    Finding found = new Finding(what, good, finding);
    findings.add(found);
    if (!output.json()) {
      output.print(terminal, found, found); // at once: the next may take its time
    }
  }
}
