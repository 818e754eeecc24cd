package io.apibuddy.bootstrap.wiring;

/** The version of this build, read from the jar's manifest. */
public final class BuildVersion {

  private BuildVersion() {}

  /** Returns the version number, {@code (development)} for a build without a manifest. */
  public static String number() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
