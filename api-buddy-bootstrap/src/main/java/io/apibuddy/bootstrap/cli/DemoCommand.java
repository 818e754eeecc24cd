package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.demo.SampleApi;
import io.apibuddy.bootstrap.demo.SampleMappings;
import io.apibuddy.bootstrap.demo.Step;
import io.apibuddy.bootstrap.demo.Tour;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.wiring.CallerParts;
import io.apibuddy.bootstrap.wiring.Providers;
import io.apibuddy.bootstrap.wiring.ProxyAssembly;
import io.apibuddy.bootstrap.wiring.ProxySpec;
import io.apibuddy.bootstrap.wiring.RunningProxy;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.time.Ticker;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code demo}: shows the proxy in front of a sample API. */
@Command(
    name = "demo",
    description = {
      "Start a sample API and a proxy in front of it, make some calls and show how they were"
          + " answered.",
      "The proxy and its dashboard run until Ctrl-C."
    })
final class DemoCommand implements Callable<Integer> {
  private static final long TIMEOUT_SECONDS = 10;

  private final Terminal terminal;
  private final Shutdown shutdown;
  private final ClassLoader providers;

  /**
   * One permit for each exchange that has ended. Exchanges are counted at their end, which may come
   * after the client has the whole answer.
   */
  private final Semaphore ended = new Semaphore(0);

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Port to listen on (default: any free port).")
  private int port;

  @Option(names = "--once", description = "Stop after the calls.")
  private boolean once;

  @Mixin private final OutputOption output = new OutputOption();

  /**
   * The outcome of the demo.
   *
   * @param upstreamCalls the number of requests to the sample API
   * @param requests the number of requests to the proxy
   */
  record Report(int upstreamCalls, int requests, List<Step> steps) {}

  DemoCommand(Terminal terminal, Shutdown shutdown, ClassLoader providers) {
    this.terminal = terminal;
    this.shutdown = shutdown;
    this.providers = providers;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (SampleApi api = SampleApi.start();
        RunningProxy proxy = start(api)) {
      Tour tour = new Tour(proxy::baseUrl, Ticker.system());
      List<Step> steps = tour.run();
      if (!ended.tryAcquire(tour.requests(), TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new CommandFailure("the proxy did not finish its requests");
      }
      print(new Report(api.calls(), tour.requests(), steps), proxy.metrics().metrics());
      if (!once) {
        runUntilStopped(proxy, api);
      }
    }
    return ExitCode.OK;
  }

  private RunningProxy start(SampleApi api) {
    LoadedConfiguration loaded =
        LoadedConfiguration.load(
            new ConfigurationLoader(new Providers(providers).storages()),
            Sources.of(SampleMappings.of(api.url(), port)));
    ConsoleLogging.configure(loaded.configuration());
    ExchangeListener counting =
        new ExchangeListener() {
          @Override
          public void onExchangeCompleted(ExchangeCompleted event) {
            ended.release();
          }
        };
    return ProxyAssembly.start(
        ProxySpec.of(loaded, "cli", CallerParts.observedBy(List.of(counting)), providers));
  }

  private void print(Report report, ProxyMetrics metrics) {
    if (output.json()) {
      output.print(terminal, report, "");
      return;
    }
    TextTable table = new TextTable("request", "status", "X-Cache", "time", "");
    for (Step step : report.steps()) {
      table.row(
          step.request(),
          Integer.toString(step.status()),
          step.cache(),
          String.format(Locale.ROOT, "%.1f ms", step.milliseconds()),
          step.remark());
    }
    terminal.out().print(table);
    terminal.out().println();
    new SavingsReport(terminal.out())
        .print("The sample API was called " + report.upstreamCalls() + " times in", metrics);
    terminal.out().flush();
  }

  private void runUntilStopped(RunningProxy proxy, SampleApi api) throws InterruptedException {
    if (!output.json()) {
      terminal.out().println();
      terminal.out().println("  more   curl -i " + proxy.baseUrl("sample") + "/weather");
      terminal.out().println("  admin  " + proxy.dashboardUrl());
      terminal.out().println("  stop   Ctrl-C");
      terminal.out().flush();
    }
    InstanceRegistration instance = new InstanceRegistration(terminal);
    instance.register(
        proxy.url(), proxy.storage(), proxy.configuration().current().proxy().access());
    shutdown.await(
        () -> {
          instance.unregister();
          proxy.close();
          api.close();
        });
  }
}
