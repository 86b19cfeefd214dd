using System.Text.Json;
using Trainer.Core.Metrics;
using Xunit;
using static Trainer.Tests.Core.Metrics.ReportOracles;

namespace Trainer.Tests.Core.Metrics;

public sealed class ClassificationReportTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (string path in Paths)
            {
                for (int index = 0; index < Read(path).ClassificationReports.Length; index++)
                {
                    cases.Add(path, index);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ToText_Oracle_EqualsScikitLearnToTheLetter(string path, int index)
    {
        ReportCase oracle = Read(path).ClassificationReports[index];

        Assert.Equal(oracle.Text, Report(oracle).ToText(oracle.Digits));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_Oracle_EqualScikitLearnToTheLastBit(string path, int index)
    {
        ReportCase oracle = Read(path).ClassificationReports[index];

        ClassificationReport report = Report(oracle);

        foreach (ClassScores scores in report.Classes)
        {
            AssertScores(oracle.Values[scores.Name], scores);
        }

        AssertScores(oracle.Values["macro avg"], report.MacroAverage);
        AssertScores(oracle.Values["weighted avg"], report.WeightedAverage);
        Assert.Equal(oracle.Values.ContainsKey("accuracy"), report.CoversPresentClasses);
        if (report.CoversPresentClasses)
        {
            Assert.Equal(oracle.Values["accuracy"].GetDouble(), report.Accuracy);
        }
        else
        {
            AssertScores(oracle.Values["micro avg"], report.MicroAverage);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Select_Oracle_EqualsScikitLearnsConfusionMatrix(string path, int index)
    {
        ReportCase oracle = Read(path).ClassificationReports[index];

        ConfusionMatrix matrix = Matrix(oracle).Select(oracle.Labels);

        for (int row = 0; row < oracle.Confusion.Length; row++)
        {
            Assert.Equal(oracle.Confusion[row], Enumerable.Range(0, matrix.ClassCount).Select(column => matrix[row, column]));
        }
    }

    [Fact]
    public void ToText_Tie_RoundsHalfToEvenAsPython()
    {
        // Precision 5/8 is exactly 0.625.
        ConfusionMatrix matrix = ConfusionMatrix.Count([0, 0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0], 2);

        Assert.Contains("a       0.62      1.00      0.77         5\n", new ClassificationReport(matrix, ["a", "b"]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_WithoutSamples_IsAllZeros()
    {
        ClassificationReport report = new(ConfusionMatrix.Count([], [], 1), ["only"]);

        Assert.Equal(0, report.Accuracy);
        Assert.Equal(new ClassScores("weighted avg", 0, 0, 0, 0), report.WeightedAverage);
        Assert.Contains("only       0.00      0.00      0.00       0.0\n", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NamesDoNotMatchClasses_SaysHowManyOfEach()
    {
        ConfusionMatrix matrix = ConfusionMatrix.Count([0], [1], 2);

        ArgumentException error = Assert.Throws<ArgumentException>(() => new ClassificationReport(matrix, ["a", "b", "c"]));

        Assert.StartsWith("There are 3 names for 2 reported classes;", error.Message, StringComparison.Ordinal);
    }

    private static ConfusionMatrix Matrix(ReportCase oracle)
    {
        int classCount = oracle.YTrue.Concat(oracle.YPred).Concat(oracle.Labels).Max() + 1;
        return ConfusionMatrix.Count(oracle.YTrue, oracle.YPred, classCount);
    }

    private static ClassificationReport Report(ReportCase oracle) => new(Matrix(oracle), oracle.TargetNames, oracle.Labels);

    private static void AssertScores(JsonElement expected, ClassScores actual)
    {
        Assert.Equal(expected.GetProperty("precision").GetDouble(), actual.Precision);
        Assert.Equal(expected.GetProperty("recall").GetDouble(), actual.Recall);
        Assert.Equal(expected.GetProperty("f1-score").GetDouble(), actual.F1);
        Assert.Equal(expected.GetProperty("support").GetDouble(), actual.Support);
    }
}
