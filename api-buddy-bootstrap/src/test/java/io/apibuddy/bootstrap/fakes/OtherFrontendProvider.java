package io.apibuddy.bootstrap.fakes;

/** A second front end. */
public final class OtherFrontendProvider extends FakeFrontendProvider {

  @Override
  public String name() {
    return "other";
  }
}
