CREATE TABLE "certificate_files" (
	"id" text PRIMARY KEY NOT NULL,
	"signature" "bytea" NOT NULL,
	"digest" "bytea" NOT NULL,
	"signed_at" text NOT NULL,
	"proof_size" bigint NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"code" text NOT NULL,
	"origin" text NOT NULL,
	"title_id" text NOT NULL,
	"person_id" text NOT NULL,
	"authority_id" text NOT NULL,
	"document_id" text NOT NULL,
	"issued_on" date NOT NULL,
	"credentials_sealed" "bytea" NOT NULL,
	"commitment_salts" "bytea" NOT NULL,
	"status_list" integer NOT NULL,
	"status_index" integer NOT NULL,
	"template" smallint NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "certificates_number" UNIQUE("number"),
	CONSTRAINT "certificates_code" UNIQUE("code"),
	CONSTRAINT "certificates_title" UNIQUE("title_id"),
	CONSTRAINT "certificates_status" UNIQUE("status_list","status_index")
);
--> statement-breakpoint
CREATE TABLE "number_counters" (
	"authority_id" text NOT NULL,
	"year" smallint NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "number_counters_authority_id_year_pk" PRIMARY KEY("authority_id","year")
);
--> statement-breakpoint
CREATE TABLE "status_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"certificate_id" text NOT NULL,
	"position" integer NOT NULL,
	"state" text NOT NULL,
	"effective_on" date NOT NULL,
	"document" text NOT NULL,
	"ground_sealed" "bytea" NOT NULL,
	"changed_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "status_changes_position" UNIQUE("certificate_id","position")
);
--> statement-breakpoint
CREATE TABLE "status_lists" (
	"id" integer PRIMARY KEY NOT NULL,
	"taken" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "authorities" (
	"id" text PRIMARY KEY NOT NULL,
	"parent_id" text,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"credit_code" text NOT NULL,
	"place" text NOT NULL,
	"document_word" text,
	"number_prefix" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "authorities_credit_code" UNIQUE("credit_code"),
	CONSTRAINT "authorities_number_prefix" UNIQUE("number_prefix")
);
--> statement-breakpoint
CREATE TABLE "ledger_checkpoints" (
	"size" bigint PRIMARY KEY NOT NULL,
	"note" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"index" bigint PRIMARY KEY NOT NULL,
	"record" text NOT NULL,
	"body" "bytea" NOT NULL,
	"leaf" "bytea" NOT NULL,
	"chain" "bytea" NOT NULL,
	CONSTRAINT "ledger_entries_record_unique" UNIQUE("record")
);
--> statement-breakpoint
CREATE TABLE "ledger_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"chain" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_tiles" (
	"level" integer NOT NULL,
	"tile" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "ledger_tiles_level_tile_pk" PRIMARY KEY("level","tile")
);
--> statement-breakpoint
CREATE TABLE "persons" (
	"id" text PRIMARY KEY NOT NULL,
	"id_type" text,
	"tier" text NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"name_sealed" "bytea" NOT NULL,
	"id_number_sealed" "bytea",
	"blind_index" "bytea",
	"name_salt" "bytea" NOT NULL,
	"name_commitment" "bytea" NOT NULL,
	"id_number_salt" "bytea",
	"id_number_commitment" "bytea",
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "persons_blind_index" UNIQUE("blind_index")
);
--> statement-breakpoint
CREATE TABLE "qualification_documents" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"authority_id" text NOT NULL,
	"number" text NOT NULL,
	"issued_on" date NOT NULL,
	"registered_on" date NOT NULL,
	"registered_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "qualification_documents_list" UNIQUE("list_id"),
	CONSTRAINT "qualification_documents_number" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "result_lists" (
	"id" text PRIMARY KEY NOT NULL,
	"authority_id" text NOT NULL,
	"file_name" text NOT NULL,
	"file_digest" "bytea" NOT NULL,
	"row_count" integer NOT NULL,
	"imported_on" date NOT NULL,
	"imported_by" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "result_lists_file_digest" UNIQUE("file_digest")
);
--> statement-breakpoint
CREATE TABLE "result_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"position" integer NOT NULL,
	"sheet" text NOT NULL,
	"sheet_row" integer NOT NULL,
	"person_id" text NOT NULL,
	"name_sealed" "bytea" NOT NULL,
	"employer" text NOT NULL,
	"employer_code" text,
	"series" text NOT NULL,
	"specialty" text NOT NULL,
	"title" text NOT NULL,
	"level" text NOT NULL,
	"route" text NOT NULL,
	"obtained_on" date NOT NULL,
	"committee" text,
	"scope" jsonb NOT NULL,
	"remarks" text,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL,
	CONSTRAINT "result_rows_position" UNIQUE("list_id","position")
);
--> statement-breakpoint
CREATE TABLE "title_records" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"name_sealed" "bytea" NOT NULL,
	"series" text NOT NULL,
	"specialty" text NOT NULL,
	"title" text NOT NULL,
	"level" text NOT NULL,
	"route" text NOT NULL,
	"obtained_on" date NOT NULL,
	"obtained_precision" text NOT NULL,
	"committee" text,
	"document_id" text NOT NULL,
	"position" integer NOT NULL,
	"scope" jsonb NOT NULL,
	"source" text NOT NULL,
	"seal_salt" "bytea",
	"seal" "bytea" NOT NULL,
	"sealed_by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "status_changes" ADD CONSTRAINT "status_changes_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "qualification_documents" ADD CONSTRAINT "qualification_documents_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_rows" ADD CONSTRAINT "result_rows_list_id_result_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."result_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "certificate_files_sealed_by" ON "certificate_files" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "certificates_document" ON "certificates" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "certificates_sealed_by" ON "certificates" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "status_changes_sealed_by" ON "status_changes" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "authorities_sealed_by" ON "authorities" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "persons_sealed_by" ON "persons" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "qualification_documents_authority" ON "qualification_documents" USING btree ("authority_id");--> statement-breakpoint
CREATE INDEX "qualification_documents_sealed_by" ON "qualification_documents" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "result_lists_sealed_by" ON "result_lists" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "result_rows_sealed_by" ON "result_rows" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "title_records_document" ON "title_records" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "title_records_sealed_by" ON "title_records" USING btree ("sealed_by");