package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.fixture.Verification;
import io.apibuddy.bootstrap.fixture.Verification.Outcome;
import io.apibuddy.bootstrap.fixture.Verification.Verdict;
import io.apibuddy.bootstrap.log.PrintableText;
import io.apibuddy.ports.time.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code verify}: reports how the APIs' responses differ from fixtures. */
@Command(
    name = "verify",
    description = {
      "Send the requests of fixtures to the APIs and report responses that have changed.",
      "Status, content type and shape of JSON are compared. Exit code 1 if one has changed, or if"
          + " nothing was sent; 3 if none has but limits kept some requests from being sent."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int INCOMPLETE = 3;

  private final Terminal terminal;
  private final ClassLoader providers;

  @Parameters(
      paramLabel = "PATH",
      description = "Directory, or file with a name that ends in .har.")
  private @Nullable Path source;

  @Option(names = "--unsafe", description = "Also send requests other than GET and HEAD.")
  private boolean unsafe;

  @Option(
      names = "--max-wait",
      paramLabel = "SECONDS",
      description =
          "How long to wait in total for limits and pauses; requests that would wait longer are"
              + " skipped (default: ${DEFAULT-VALUE}).")
  private int maxWait = 600;

  @Mixin private final StoreOptions options = new StoreOptions();

  @Mixin private final OutputOption output = new OutputOption();

  /** The outcome of one fixture. */
  record Line(String request, String verdict, String detail) {
    @Override
    public String toString() {
      return PrintableText.line(verdict + "  " + request + (detail.isEmpty() ? "" : ": " + detail))
          + "\n";
    }
  }

  /** The outcome of all fixtures. */
  record Report(long same, long drifted, long skipped, List<Line> outcomes) {
    @Override
    public String toString() {
      return outcomes.stream().map(Line::toString).collect(Collectors.joining())
          + (same + " the same, " + drifted + " drifted, " + skipped + " skipped\n");
    }
  }

  VerifyCommand(Terminal terminal, ClassLoader providers) {
    this.terminal = terminal;
    this.providers = providers;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path path = Objects.requireNonNull(source, "picocli asks for it");
    FixturePath.check(path);
    try (PassthroughProxy proxy =
        new PassthroughProxy(new StoreAccess(terminal, providers), options, List.of())) {
      Verification verification =
          new Verification(proxy::baseUrl, unsafe, Duration.ofSeconds(maxWait), this::pause);
      return report(verification.run(path), verification.isIncomplete());
    }
  }

  private void pause(Duration wait) throws InterruptedException {
    terminal.err().println("a limit is reached: waiting " + wait.toSeconds() + " s");
    terminal.err().flush();
    Pause.blocking().pause(wait);
  }

  private int report(List<Outcome> outcomes, boolean incomplete) {
    Report report =
        new Report(
            count(outcomes, Verdict.SAME),
            count(outcomes, Verdict.DRIFT),
            count(outcomes, Verdict.SKIPPED),
            outcomes.stream()
                .map(each -> new Line(each.request(), word(each.verdict()), each.detail()))
                .toList());
    output.print(terminal, report, report);
    if (report.drifted() == 0 && incomplete) {
      throw new CommandFailure(
          "not all was verified: limits kept some requests from being sent in time. Raise"
              + " --max-wait, or the limits",
          INCOMPLETE);
    }
    if (report.same() + report.drifted() == 0) {
      throw new CommandFailure("nothing was verified: no fixture's request was sent");
    }
    return report.drifted() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  private static long count(List<Outcome> outcomes, Verdict verdict) {
    return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
  }
}
