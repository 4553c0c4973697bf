#:project ../src/Metamorph.Tensors/Metamorph.Tensors.csproj
#:property PublishAot=false

// Writes the patients of README.md, who are made up: patients.csv to train on, new-patient.csv with the first days of one more patient,
// and new-patient-days.csv with the days that follow.
//
// Patient p has a level a ~ N(50, 10^2), a trend b ~ N(-0.3, 0.3^2) per day and a response c ~ N(-2, 1.5^2) per unit of dose; on day d with
// dose q the score is a + b d + c q + noise, N(0, 1). Days are 0, 3, ..., 57, doses 0, 1, ..., 5 with equal chance. Seed 2026.
//
// dotnet run samples/patients.cs -- samples

using System.Globalization;
using System.Text;
using Metamorph.Tensors;

string folder = args is [var given] ? given : ".";
var key = new Key(2026);

var table = new StringBuilder("patient,day,dose,score\n");
for (int patient = 0; patient < 60; patient++)
    foreach (var row in Rows(key.Fold(patient))) table.Append(CultureInfo.InvariantCulture, $"p{patient + 1},{row.Day},{row.Dose},{row.Score:0.0}\n");
File.WriteAllText(Path.Combine(folder, "patients.csv"), table.ToString());

var (support, days) = (new StringBuilder("patient,day,dose,score\n"), new StringBuilder("patient,day,dose\n"));
foreach (var row in Rows(key.Fold(60)))
{
    if (row.Day < 15) support.Append(CultureInfo.InvariantCulture, $"p61,{row.Day},{row.Dose},{row.Score:0.0}\n");
    else days.Append(CultureInfo.InvariantCulture, $"p61,{row.Day},{row.Dose}\n");
}

File.WriteAllText(Path.Combine(folder, "new-patient.csv"), support.ToString());
File.WriteAllText(Path.Combine(folder, "new-patient-days.csv"), days.ToString());

static IEnumerable<(int Day, int Dose, double Score)> Rows(Key key)
{
    const int Visits = 20;
    double[] own = key.Fold(0).Normal([3], dtype: DType.Float64).ToArray<double>(), noise = key.Fold(1).Normal([Visits], dtype: DType.Float64).ToArray<double>();
    int[] doses = key.Fold(2).Integers(0, 6, [Visits]).ToArray<int>();
    var (level, trend, response) = (50 + 10 * own[0], -0.3 + 0.3 * own[1], -2 + 1.5 * own[2]);
    for (int visit = 0; visit < Visits; visit++)
        yield return (3 * visit, doses[visit], level + trend * 3 * visit + response * doses[visit] + noise[visit]);
}
