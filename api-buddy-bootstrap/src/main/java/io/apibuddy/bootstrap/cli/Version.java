package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.wiring.BuildVersion;
import picocli.CommandLine.IVersionProvider;

/** Says which version this is. */
final class Version implements IVersionProvider {

  Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {"api-buddy " + BuildVersion.number()};
  }
}
