# Judges MARC records by MARC::Lint (Debian: libmarc-lint-perl, libmarc-xml-perl): one line a fault.
# perl marc_lint.pl FILE [xml]
use strict;
use warnings;
use MARC::Batch;
use MARC::File::XML (BinaryEncoding => 'utf8');
use MARC::Lint;

binmode STDOUT, ':utf8';
my ($file, $kind) = @ARGV;
my $batch = MARC::Batch->new($kind ? 'XML' : 'USMARC', $file);
my $lint = MARC::Lint->new;
my $count = 0;
while (my $record = $batch->next) {
    $count += 1;
    $lint->check_record($record);
    print $record->field('001')->data, ": $_\n" for $record->warnings, $lint->warnings;
}
print "$_\n" for $batch->warnings;
print "records: $count\n";
