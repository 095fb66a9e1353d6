# The commands there are. Maven is run on the JDK that the launcher finds: the formatter can only parse the Java of the
# JVM it runs in.
MAVEN = JAVA_HOME="$$(./countersign --java-home)" MAVEN_OPTS="$(QUIET_JVM) $$MAVEN_OPTS" mvn -B -q -ntp
# Maven's own libraries do things that a recent JVM warns about; it is not for us to repair.
QUIET_JVM = --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow

.PHONY: help build test torture format docs demo clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/'

build: ## server/target/countersign, the runnable folder, without tests
	@$(MAVEN) package -Dquick

test: ## compile, every test, house rules, format check
	@$(MAVEN) verify

torture: ## three nodes on one PostgreSQL, killed and restarted for minutes
	@$(MAVEN) test -Dtest="ClusterTest,StandbyTest,SlowDatabaseTest" -Dsurefire.failIfNoSpecifiedTests=false \
		-Dcountersign.torture.assertions=20000 -Dcountersign.torture.rounds=10 -Dcountersign.torture.outage=30 \
		-Dcountersign.torture.heard=1 -Dcountersign.torture.resumed=5 -Dcountersign.torture.slow=2000

format: ## rewrite the sources in the house's format
	@$(MAVEN) spotless:apply

docs: ## the documents that are made from the code: rejections, conformance, configuration
	@$(MAVEN) test -Dcountersign.write-docs=true -Dtest="*DocumentTest" -Dsurefire.failIfNoSpecifiedTests=false

demo: ## a server with a sample issuer, and one exchange shown
	@./countersign demo

clean: ## forget everything built
	@$(MAVEN) clean
