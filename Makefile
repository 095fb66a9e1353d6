# The commands there are. Maven is run on the JDK that the launcher finds: the formatter can only parse the Java of the
# JVM it runs in.
MAVEN = JAVA_HOME="$$(./countersign --java-home)" MAVEN_OPTS="$(QUIET_JVM) $$MAVEN_OPTS" mvn -B -q -ntp
# Maven's own libraries do things that a recent JVM warns about; it is not for us to repair.
QUIET_JVM = --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow

# The load harness, on the JVM settings of the server: it measures the server's cryptography too. A large young generation,
# because a collection of the driver's would count as the server's latency.
BENCH = "$$(./countersign --java-home)/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
	-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true -XX:+UseSerialGC -Xms2g -Xmn1536m \
	-cp 'bench/target/bench/lib/*'

# At the end of the tests, what was missing and how many tests or classes of tests it was missing to.
SKIPPED = if ls */target/skipped-tests.txt >/dev/null 2>&1; then \
	printf '\n*** SKIPPED, because this machine lacks these (with CI=true, a missing program is a failure):\n'; \
	sort */target/skipped-tests.txt | uniq -c | sed 's/^ *\([0-9]*\) \(.*\)/***   \1 skipped: \2/'; fi

# In a second, one after the other.
RATES = 500,1000,2000

.PHONY: help build dist dist-check check test torture attack format docs screenshots demo clean bench-jars bench bench-load bench-compare

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/'

build: ## server/target/countersign, the runnable folder, without tests
	@$(MAVEN) package -Dquick

dist: ## target/dist: .tar.gz, .deb and container image for Linux on x86-64, with their own Java runtime
	@$(MAVEN) package -Dquick -Dsbom.phase=package
	@JAVA_HOME="$$(./countersign --java-home)" deploy/package/pack server/target/countersign target/dist
	@cat target/dist/SHA256SUMS

# From two copies of the last commit, in folders of different names, one after the other.
dist-check: ## make dist twice, from clean checkouts, and compare the bytes
	@rm -rf target/dist-check
	@for copy in one another; do git clone -q . target/dist-check/$$copy/countersign && \
		$(MAKE) -C target/dist-check/$$copy/countersign dist || exit 1; done
	@diff -r target/dist-check/one/countersign/target/dist target/dist-check/another/countersign/target/dist && \
		echo 'Both builds have the same bytes.'

check: ## compile, the tests that need neither database, server, browser nor process
	@$(MAVEN) test -Dcheck -pl base,core,cli,server

test: ## compile, every test, house rules, format check; lists what was skipped for want of a program
	@rm -f */target/skipped-tests.txt
	@$(MAVEN) verify; status=$$?; $(SKIPPED); exit $$status

torture: ## three nodes on one PostgreSQL, killed and restarted for minutes
	@$(MAVEN) test -Dtest="ClusterTest,StandbyTest,SlowDatabaseTest" -Dsurefire.failIfNoSpecifiedTests=false \
		-Dcountersign.torture.assertions=20000 -Dcountersign.torture.rounds=10 -Dcountersign.torture.outage=30 \
		-Dcountersign.torture.heard=1 -Dcountersign.torture.resumed=5 -Dcountersign.torture.slow=2000

attack: ## what strangers send to stop the server, for minutes and from a thousand connections
	@$(MAVEN) test -Dtest="dev.countersign.attack.*Test" -Dsurefire.failIfNoSpecifiedTests=false \
		-Dcountersign.attack.connections=1000 -Dcountersign.attack.amplifiers=400

format: ## rewrite the sources in the house's format
	@$(MAVEN) spotless:apply

docs: ## the documents that are made from the code: rejections, conformance, configuration, command line
	@$(MAVEN) test -Dcountersign.write-docs=true -Dtest="*DocumentTest" -Dsurefire.failIfNoSpecifiedTests=false

screenshots: ## pictures of every page of the console, in every look, in server/target/screenshots
	@$(MAVEN) test -Dcountersign.screenshots=true -Dtest="Console*Test" -Dsurefire.failIfNoSpecifiedTests=false

demo: ## a server with a sample issuer, and one exchange shown
	@./countersign demo

# Without tests, the measurements and what they measure.
bench-jars: build
	@$(MAVEN) package -DskipTests -Dspotless.check.skip=true -pl core,bench -am

bench: bench-jars ## how long the steps of an exchange take, one by one
	@$(BENCH) org.openjdk.jmh.Main -prof gc steps

bench-load: bench-jars ## how many exchanges a server does, and at which rates it answers how soon (OPTIONS, RATES)
	@$(BENCH) dev.countersign.bench.Bench load --report load.txt $(OPTIONS)
	@$(BENCH) dev.countersign.bench.Bench open --rate $(RATES) --report load.txt $(OPTIONS)

bench-compare: bench-jars ## the same beside another server, by turns; fetches it the first time (OPTIONS)
	@$(BENCH) dev.countersign.bench.Bench compare --report compare.txt $(OPTIONS)

clean: ## forget everything built
	@$(MAVEN) clean
