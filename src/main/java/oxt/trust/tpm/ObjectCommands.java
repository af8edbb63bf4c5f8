package oxt.trust.tpm;

import oxt.trust.Bytes;

/** Objects are made, loaded and opened (part 3, 12 and 24). */
public interface ObjectCommands {

    /** A key that the TPM makes anew, the same each time, of the hierarchy's seed. */
    record CreatePrimary(Entity hierarchy, PublicArea template) implements TpmCommand<Primary> {
        @Override
        public Head head() {
            return Head.of(0x131, "TPM2_CreatePrimary").authorizedBy(hierarchy);
        }

        @Override
        public void parameters(TpmWriter out) {
            creation(Secret.NONE, Secret.NONE, template, out);
        }

        @Override
        public Making making() {
            return Making.SOMETHING;
        }

        @Override
        public Primary answer(long made, TpmReader in) {
            PublicArea area = area(in);
            skipCreation(in);
            Bytes name = in.sized("the name");
            if (!name.equals(area.name())) {
                throw in.malformed("a name ends that is not the key's");
            }
            return new Primary(Entity.of(made, area), area);
        }
    }

    record Primary(Entity entity, PublicArea area) {}

    /**
     * An object under a storage key.
     *
     * @param kept what the TPM shall keep; {@link Secret#NONE} where it makes a key
     */
    record Create(Entity parent, PublicArea template, Secret kept) implements TpmCommand<Created> {
        @Override
        public Head head() {
            return Head.of(0x153, "TPM2_Create").authorizedBy(parent);
        }

        @Override
        public void parameters(TpmWriter out) {
            creation(Secret.NONE, kept, template, out);
        }

        @Override
        public Created answer(long made, TpmReader in) {
            Bytes inner = in.sized("the private part");
            PublicArea area = area(in);
            skipCreation(in);
            return new Created(inner, area);
        }
    }

    /**
     * @param inner what only this TPM can decrypt
     */
    record Created(Bytes inner, PublicArea area) {}

    record Load(Entity parent, Created object) implements TpmCommand<Entity> {
        @Override
        public Head head() {
            return Head.of(0x157, "TPM2_Load").authorizedBy(parent);
        }

        @Override
        public void parameters(TpmWriter out) {
            out.sized(object.inner).sized(object.area::write);
        }

        @Override
        public Making making() {
            return Making.SOMETHING;
        }

        @Override
        public Entity answer(long made, TpmReader in) {
            Bytes name = in.sized("the name");
            if (!name.equals(object.area.name())) {
                throw in.malformed("a name ends that is not the object's");
            }
            return new Entity(made, name);
        }
    }

    record ReadPublic(long handle) implements TpmCommand<PublicArea> {
        @Override
        public Head head() {
            return Head.of(0x173, "TPM2_ReadPublic").about(Entity.permanent(handle));
        }

        @Override
        public PublicArea answer(long made, TpmReader in) {
            PublicArea area = area(in);
            in.sized("the name");
            in.sized("the qualified name");
            return area;
        }
    }

    /** Gives what the TPM kept. */
    record Unseal(Entity object) implements TpmCommand<Secret> {
        @Override
        public Head head() {
            return Head.of(0x15E, "TPM2_Unseal").authorizedBy(object);
        }

        @Override
        public Secret answer(long made, TpmReader in) {
            return Secret.of(in.sized("what was kept"));
        }
    }

    private static void creation(Secret password, Secret kept, PublicArea template, TpmWriter out) {
        out.sized(sensitive -> sensitive.sized(password.bytes()).sized(kept.bytes()))
                .sized(template::write)
                .sized(Bytes.NONE)
                .u32(0);
    }

    private static PublicArea area(TpmReader in) {
        TpmReader within = in.within("the public area");
        PublicArea area = PublicArea.read(within);
        within.end("the public area");
        return area;
    }

    /** How it came to be, which nobody here asks. */
    private static void skipCreation(TpmReader in) {
        in.sized("the creation data");
        in.sized("the creation's digest");
        in.u16("the ticket's tag");
        in.u32("the ticket's hierarchy");
        in.sized("the ticket");
    }
}
