using System.Text.RegularExpressions;
using Xunit;

namespace Trainer.Tests.SampleData.Drawing;

/// <summary>The drawing code may use nothing whose last bit IEEE 754 leaves open.</summary>
public sealed partial class ArithmeticTests
{
    private static readonly string[] Exact = ["Math.Abs", "Math.Clamp", "Math.Floor", "Math.Max", "Math.Min", "Math.Sqrt"];

    [Fact]
    public void DrawingSource_Mathematics_IsExactOnEveryMachine()
    {
        string[] files = Directory.GetFiles(SourceDirectory(), "*.cs", SearchOption.AllDirectories);

        string[] used = [.. files.SelectMany(file => Mathematics().Matches(File.ReadAllText(file)))
            .Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        Assert.Contains("Math.Sqrt", used, StringComparer.Ordinal);
        Assert.All(used, call => Assert.Contains(call, Exact, StringComparer.Ordinal));
    }

    /// <summary>Finds the folder of the drawing code from the test program's own place in the working copy.</summary>
    private static string SourceDirectory()
    {
        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            if (File.Exists(Path.Combine(place.FullName, "DataflowTrainer.sln")))
            {
                return Path.Combine(place.FullName, "Trainer.SampleData", "Drawing");
            }
        }

        throw new DirectoryNotFoundException($"No DataflowTrainer.sln above {AppContext.BaseDirectory}.");
    }

    // Math.X, and any word that leads to arithmetic of another kind.
    [GeneratedRegex(
        @"\b(Math\.\w+|MathF|double\.\w+|float|decimal|Random|Vector\w*|TensorPrimitives|Fused\w*)\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Mathematics();
}
