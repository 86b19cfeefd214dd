using System.Reflection;
using Trainer.Augment;
using Trainer.Core.Training;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Architecture;

/// <summary>No change of what the libraries promise goes unseen: it is a change of a text file as well.</summary>
public sealed class PublicApiTests
{
    /// <summary>With 1 in this variable of the environment, the test writes the files instead.</summary>
    private const string Accept = "TRAINER_ACCEPT_API";

    [Fact]
    public void Augment_PublicMembers_AreThoseOfItsFile() => Compare(typeof(ImageDataGenerator).Assembly);

    [Fact]
    public void Core_PublicMembers_AreThoseOfItsFile() => Compare(typeof(Model).Assembly);

    private static void Compare(Assembly library)
    {
        string file = Repository.Find(library.GetName().Name!, "PublicApi.txt");
        IReadOnlyList<string> found = PublicApi.Of(library);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllLines(file, found);
        }

        string[] kept = File.Exists(file) ? File.ReadAllLines(file) : [];
        IEnumerable<string> differences =
        [
            .. kept.Except(found, StringComparer.Ordinal).Select(line => $"- {line}"),
            .. found.Except(kept, StringComparer.Ordinal).Select(line => $"+ {line}"),
        ];
        Assert.True(
            kept.SequenceEqual(found, StringComparer.Ordinal),
            $"""
            What {library.GetName().Name} shows differs from {file}:
            {string.Join(Environment.NewLine, differences)}
            If that is meant, run this test once with {Accept}=1, which writes the file, and commit it.
            """);
    }
}
