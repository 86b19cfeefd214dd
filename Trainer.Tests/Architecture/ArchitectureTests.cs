using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Trainer.Augment;
using Trainer.Core.Training;
using Trainer.SampleData;
using Xunit;

namespace Trainer.Tests.Architecture;

/// <summary>The walls of the house: Host uses Core, Core uses Augment, and Torch stays out of the input pipeline.</summary>
public sealed class ArchitectureTests
{
    private const string Torch = "TorchSharp";
    private static readonly Assembly Augment = typeof(ImageDataGenerator).Assembly;
    private static readonly Assembly Core = typeof(Model).Assembly;
    private static readonly Assembly SampleData = typeof(DefaultDataSet).Assembly;
    private static readonly Assembly Host = typeof(Trainer.Host.ExitCode).Assembly;

    [Fact]
    public void Augment_References_NeitherTorchNorDataflowNorTheOtherProjects()
    {
        string[] references = References(Augment);

        Assert.DoesNotContain(Torch, references);
        Assert.DoesNotContain("System.Threading.Tasks.Dataflow", references);
        Assert.DoesNotContain(references, name => name.StartsWith("Trainer.", StringComparison.Ordinal));
    }

    [Fact]
    public void Core_References_AugmentAlone() => Assert.Equal(
        [Augment.GetName().Name!],
        References(Core).Where(name => name.StartsWith("Trainer.", StringComparison.Ordinal)));

    [Fact]
    public void SampleData_References_NothingButTheFramework() =>
        Assert.All(References(SampleData), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Theory]
    [InlineData("Data")]
    [InlineData("Metrics")]
    [InlineData("Pipeline")]
    [InlineData("Sampling")]
    [InlineData("Telemetry")]
    [InlineData("Text")]
    public void CoreRoom_WithoutTensors_NamesNoTorchType(string room) => Assert.Empty(TypesThatNameTorch($"Trainer.Core.{room}"));

    [Fact]
    public void CoreRoom_Tensors_IsSeenToNameTorchTypes()
    {
        // What the test above cannot see it cannot forbid: fields, locals, and types that only a method's body names.
        Assert.Equal(["Arithmetic", "DefaultGenerator", "HostValues", "SlotTensors", "TorchRuntime"], TypesThatNameTorch("Trainer.Core.Tensors"));
    }

    [Fact]
    public void Types_OfAllProjects_AreNotCalledLikeTheRootNamespace() => Assert.DoesNotContain(
        new[] { Augment, Core, SampleData, Host }.SelectMany(assembly => assembly.GetTypes()),
        type => type.Name == nameof(Trainer));

    private static string[] References(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(reference => reference.Name!)];

    /// <summary>The names of the outermost types in the namespace, or below it, that name a TorchSharp type anywhere.</summary>
    private static SortedSet<string> TypesThatNameTorch(string room)
    {
        using var file = new PEReader(File.OpenRead(Core.Location));
        MetadataReader metadata = file.GetMetadataReader();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        int types = 0;
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            TypeDefinition outermost = Outermost(metadata, handle);
            if (!$"{metadata.GetString(outermost.Namespace)}.".StartsWith($"{room}.", StringComparison.Ordinal))
            {
                continue;
            }

            types++;
            if (ReferenceWalker.AssembliesNamedBy(file, handle).Contains(Torch))
            {
                found.Add(metadata.GetString(outermost.Name));
            }
        }

        Assert.NotEqual(0, types);
        return found;
    }

    private static TypeDefinition Outermost(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? Outermost(metadata, outer) : type;
    }
}
