package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.ConfigurationWarning;
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

/** The command {@code doctor}: checks the store, the configuration, the upstreams and the clock. */
@Command(
    name = "doctor",
    description = {
      "Check store, configuration and clock, and whether each API is reachable and trusted.",
      "Exit code 1 if a check fails."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** With a greater difference lifetimes and limits are noticeably wrong. */
  private static final Duration MAX_SKEW = Duration.ofMinutes(2);

  private final Terminal terminal;
  private final ClassLoader providers;
  private final InstantSource clock = InstantSource.system();
  private final List<Finding> findings = new ArrayList<>();
  private final UpstreamFailures failures = new UpstreamFailures();

  @Mixin private final OutputOption output = new OutputOption();
  @Mixin private final StoreOptions options = new StoreOptions();

  /**
   * The result of one check.
   *
   * @param subject {@code store}, {@code configuration}, {@code clock}, {@code forward proxy}, or
   *     an alias
   * @param ok whether the check passed
   * @param finding the result in words
   */
  record Finding(String subject, boolean ok, String finding) {
    @Override
    public String toString() {
      return (ok ? "ok    " : "FAIL  ") + subject + ": " + finding + "\n";
    }
  }

  /** All findings; {@code healthy} if all checks passed. */
  record Health(boolean healthy, List<Finding> findings) {}

  DoctorCommand(Terminal terminal, ClassLoader providers) {
    this.terminal = terminal;
    this.providers = providers;
  }

  @Override
  public Integer call() throws InterruptedException {
    StoreAccess access = new StoreAccess(terminal, providers);
    Configuration configuration = access.load(options).configuration();
    StoreCheck.Finding store = new StoreCheck(access).check(configuration, options);
    report(store.healthy(), "store", store.text());
    ConfigurationWarning.of(configuration)
        .forEach(warning -> report(true, "configuration", warning.problem().toString()));
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (PassthroughProxy proxy = new PassthroughProxy(access, options, List.of(failures))) {
      UnusedProxy.hint(terminal.environment(), proxy.configuration())
          .ifPresent(hint -> report(true, "forward proxy", hint));
      for (AliasConfiguration mapping : proxy.configuration().proxy().aliases().values()) {
        checkUpstream(mapping, URI.create(proxy.baseUrl(mapping.alias()) + "/"), client);
      }
    }
    boolean healthy = findings.stream().allMatch(Finding::ok);
    if (output.json()) {
      output.print(terminal, new Health(healthy, findings), "");
    }
    return healthy ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void checkUpstream(AliasConfiguration mapping, URI url, HttpClient client)
      throws InterruptedException {
    String alias = mapping.alias();
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .method("HEAD", BodyPublishers.noBody())
            .header("X-API-Buddy-Cache", "bypass")
            .timeout(TIMEOUT)
            .build();
    try {
      HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
      String failure = answer.headers().firstValue("X-API-Buddy-Error").orElse("");
      if (failure.isEmpty()) {
        checkRedirect(mapping, answer);
        checkClock(alias, answer.headers().firstValue("Date").orElse(""));
      } else {
        String cause = failure.startsWith("upstream_") ? failures.next(alias) : "";
        report(
            false,
            alias,
            failure + (cause.isEmpty() ? "; see docs/troubleshooting.md" : ": " + cause));
      }
    } catch (IOException e) {
      report(false, alias, "no answer: " + e.getMessage());
    }
  }

  private void checkRedirect(AliasConfiguration mapping, HttpResponse<Void> answer) {
    boolean redirects = answer.statusCode() / 100 == 3;
    String location = redirects ? answer.headers().firstValue("Location").orElse("") : "";
    String secure = TlsRedirect.origin(mapping.upstream(), location);
    if (secure.isEmpty()) {
      report(true, mapping.alias(), "reachable, answers " + answer.statusCode());
    } else {
      report(
          false,
          mapping.alias(),
          "redirects to " + secure + ", so clients leave the proxy; map that URL");
    }
  }

  private void checkClock(String alias, String date) {
    try {
      Instant upstreamTime = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      Duration skew = Duration.between(upstreamTime, clock.instant());
      if (skew.abs().compareTo(MAX_SKEW) > 0) {
        report(false, "clock", "differs from " + alias + "'s by " + skew.toSeconds() + " s");
      }
    } catch (DateTimeException e) {
      // No usable date, so there is nothing to compare.
    }
  }

  private void report(boolean ok, String subject, String text) {
    Finding finding = new Finding(subject, ok, text);
    findings.add(finding);
    if (!output.json()) {
      output.print(terminal, finding, finding); // at once, because the next check may take long
    }
  }
}
